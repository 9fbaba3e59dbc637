package io.clientele.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clientele.config.ClusterMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model as it is kept in the lake: every number in full, and where it came from. */
public final class ModelJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NUMBER = "number";
  private static final String POSITION = "position";
  private static final String WEIGHT = "weight";
  private static final String COVARIANCE = "covariance";

  private ModelJson() {}

  /**
   * Writes a model.
   *
   * @param origin where it came from, such as the run that fitted it; kept for readers only
   */
  public static ObjectNode write(ClusterModel model, Map<String, String> origin) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode from = json.putObject("origin");
    origin.forEach(from::put);
    json.put("method", model.division().method().name());
    model.featureSet().forEach(json.putArray("feature_set")::add);
    ArrayNode features = json.putArray("features");
    for (ScaledFeature feature : model.scaling().features()) {
      features
          .addObject()
          .put("name", feature.name())
          .put("fill", feature.fill())
          .put("low", feature.low())
          .put("high", feature.high())
          .put("log1p", feature.log1p())
          .put("mean", feature.mean())
          .put("deviation", feature.deviation());
    }
    ArrayNode clusters = json.putArray("clusters");
    for (Centroid centre : model.division().centres()) {
      ObjectNode one = clusters.addObject().put(NUMBER, centre.number());
      numbers(one.putArray(POSITION), centre.position());
      one.put(WEIGHT, centre.weight());
      numbers(one.putArray(COVARIANCE), centre.covariance());
    }
    return json;
  }

  /** The model of a text made by {@link #write}. */
  public static ClusterModel read(JsonNode json) {
    List<String> featureSet = new ArrayList<>();
    json.get("feature_set").forEach(feature -> featureSet.add(feature.asText()));
    List<ScaledFeature> features = new ArrayList<>();
    for (JsonNode feature : json.get("features")) {
      JsonNode fill = feature.get("fill");
      features.add(
          new ScaledFeature(
              feature.get("name").asText(),
              fill.isNull() ? null : fill.asDouble(),
              feature.get("low").asDouble(),
              feature.get("high").asDouble(),
              feature.get("log1p").asBoolean(),
              feature.get("mean").asDouble(),
              feature.get("deviation").asDouble()));
    }
    List<Centroid> centres = new ArrayList<>();
    for (JsonNode centre : json.get("clusters")) {
      centres.add(
          new Centroid(
              centre.get(NUMBER).asInt(),
              numbers(centre.get(POSITION)),
              centre.get(WEIGHT).asDouble(),
              numbers(centre.get(COVARIANCE))));
    }
    return new ClusterModel(
        featureSet,
        new Scaling(features),
        new CentroidModel(ClusterMethod.valueOf(json.get("method").asText()), centres));
  }

  private static void numbers(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }
}
