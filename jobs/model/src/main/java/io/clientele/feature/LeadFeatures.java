package io.clientele.feature;

import static org.apache.spark.sql.functions.col;

import io.clientele.config.Input;
import java.util.List;

/** The features of a lead, for the schemes whose population is leads. */
public final class LeadFeatures {
  public static final String LEAD_ID = "lead_id";
  public static final String TEMPERATURE = "temperature";

  private static final Input LEADS = Input.of("leads");

  private LeadFeatures() {}

  /** The declarations; the formulas read the columns of the same names. */
  public static List<Feature> declared() {
    return List.of(
        feature("lead_age_days", FeatureType.INTEGER, "days", false, "as-of date − day created"),
        feature(
            OptionalFeatures.LEAD_OUTCOME,
            FeatureType.TEXT,
            "",
            false,
            "open, won, lost or disqualified; what is closed later is open"),
        feature(
            OptionalFeatures.LEAD_SOURCE, FeatureType.TEXT, "", true, "where the lead came from"),
        feature("enquiry_kind", FeatureType.TEXT, "", true, "what was asked"),
        feature("lead_owner", FeatureType.TEXT, "", true, "who looks after the lead"),
        feature("lost_reason", FeatureType.TEXT, "", true, "why it was lost; null unless lost"),
        feature("has_contact", FeatureType.FLAG, "", false, "can be reached; false where unknown"),
        feature("has_intent", FeatureType.FLAG, "", false, "wants it; false where unknown"),
        feature("has_budget", FeatureType.FLAG, "", false, "can pay it; false where unknown"),
        feature("was_met", FeatureType.FLAG, "", false, "met in person before the as-of date"),
        feature(
            "days_since_event",
            FeatureType.INTEGER,
            "days",
            false,
            "days since the latest event, or since the lead was created where that is later"),
        feature(
            TEMPERATURE,
            FeatureType.QUANTITY,
            "points",
            false,
            "Σ points · 0.5^(age in days / half-life) over events within the window, at most so many"
                + " of a type a day; 0 without an event"),
        new Feature(
            Features.EVENT_DAYS,
            FeatureType.EVENTS,
            "days",
            Layer.FACT,
            List.of(Input.of("interactions")),
            true,
            "days since the last event of each type; null without any event",
            col(Features.EVENT_DAYS)),
        new Feature(
            Features.EVENT_COUNTS,
            FeatureType.COUNTS,
            "events",
            Layer.FACT,
            List.of(Input.of("interactions")),
            true,
            "events by type and window, as in visit/30; null without any event",
            col(Features.EVENT_COUNTS)));
  }

  private static Feature feature(
      String name, FeatureType type, String unit, boolean nullable, String meaning) {
    return new Feature(name, type, unit, Layer.FACT, List.of(LEADS), nullable, meaning, col(name));
  }
}
