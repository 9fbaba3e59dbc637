package io.clientele.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.config.ClusterConfig;
import io.clientele.failure.ConfigurationException;
import io.clientele.history.History;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model of an earlier run that a run's clusters follow. Its run is part of this run's id: equal
 * inputs after another past are another run.
 *
 * @param run that has the model; empty for none
 * @param model of that run, where its features are the configured ones
 * @param reused whether it is used as it is; else it only lends its numbers
 */
record EarlierModel(Optional<String> run, Optional<ClusterModel> model, boolean reused) {

  static EarlierModel none() {
    return new EarlierModel(Optional.empty(), Optional.empty(), false);
  }

  /**
   * Finds it: the run that the configuration names, else the newest run before the as-of date that
   * has clusters.
   *
   * @throws ConfigurationException if a model is to be used again that is not there or has other
   *     features
   */
  static EarlierModel of(ClusterConfig config, History history, LocalDate asOf) {
    Optional<String> run = Optional.ofNullable(config.model());
    Optional<JsonNode> json = run.flatMap(history::clusterModel);
    if (run.isPresent() && json.isEmpty()) {
      throw new ConfigurationException(
          "clusters.model: there is no model of a run '"
              + run.get()
              + "' in this lake; the runs of this base that count are "
              + String.join(", ", history.runs().values())
              + ", and those made with clusters: have one");
    }
    if (run.isEmpty()) {
      for (Map.Entry<LocalDate, String> entry : history.before(asOf).entrySet()) {
        json = history.clusterModel(entry.getValue());
        if (json.isPresent()) {
          run = Optional.of(entry.getValue());
          break;
        }
      }
    }
    boolean reused = config.reuse() || config.model() != null;
    Optional<ClusterModel> model = json.map(ModelJson::read);
    boolean fits = model.filter(m -> m.featureSet().equals(config.featureSet())).isPresent();
    if (model.isPresent() && reused && !fits) {
      throw new ConfigurationException(
          "clusters: the model of run "
              + run.orElse("")
              + " was fitted to other features ("
              + String.join("; ", model.get().featureSet())
              + ") than are configured ("
              + String.join("; ", config.featureSet())
              + "). Configure those, or fit anew: without model: and reuse:");
    }
    return new EarlierModel(run, fits ? model : Optional.empty(), reused && model.isPresent());
  }

  /** What of it decides the results of this run. */
  List<String> fingerprint() {
    return run.map(id -> List.of("clusters " + id)).orElse(List.of());
  }

  /** What a reader should know. */
  List<String> notes() {
    return run.isPresent() && model.isEmpty()
        ? List.of(
            "clusters are numbered anew: those of run "
                + run.get()
                + " were made of other features")
        : List.of();
  }
}
