package io.clientele.run;

import io.clientele.history.History;
import io.clientele.lake.Pointer;
import io.clientele.spine.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a run is in the lake already.
 *
 * @param counts whether it is the one that counts for its date
 * @param complete whether it was completed, whether it counts or not
 * @param damage what is missing of a complete one, a sentence each; it is published anew then
 */
record Recognition(boolean counts, boolean complete, List<String> damage) {

  static Recognition of(Plan plan, History history, Pointer.State state, RunIdentity identity) {
    String runId = identity.runId();
    String current = state.current().get(plan.asOf());
    boolean counts = runId.equals(current);
    boolean complete =
        counts || (current != null && !state.isUnfinished(runId) && history.isComplete(runId));
    return new Recognition(
        counts, complete, complete ? damage(plan, history, state, runId) : List.of());
  }

  private static List<String> damage(
      Plan plan, History history, Pointer.State state, String runId) {
    List<String> found = new ArrayList<>();
    if (state.isUnfinished(runId)) {
      found.add("lake: run " + runId + " was being published anew when that ended");
    }
    found.addAll(history.damage(plan.asOf(), runId));
    if (!runId.equals(state.current().get(plan.asOf())) && !history.hasPairs(plan.asOf(), runId)) {
      found.add("lake: other snapshots were published since run " + runId + " counted");
    }
    if (plan.config().clusters() != null && history.clusterModel(runId).isEmpty()) {
      found.add("lake: the cluster model of run " + runId + " is gone");
    }
    return found;
  }

  /** Whether nothing needs to be computed. */
  boolean isWhole() {
    return complete && damage.isEmpty();
  }

  /** What the user should know of a damaged run. */
  List<String> notes() {
    return damage.stream().map(what -> what + "; the run was published anew").toList();
  }
}
