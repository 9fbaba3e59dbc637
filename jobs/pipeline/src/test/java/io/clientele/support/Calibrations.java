package io.clientele.support;

import io.clientele.calibrate.Calibration;
import io.clientele.calibrate.CalibrationReport;
import io.clientele.calibrate.Effect;
import io.clientele.calibrate.Levels;
import io.clientele.calibrate.Lifecycle;
import io.clientele.config.BaseConfig;
import io.clientele.scheme.SchemeLibrary;
import io.clientele.spine.Progress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calibrates a {@link Shop} as the command would. */
public final class Calibrations {
  private Calibrations() {}

  public static CalibrationReport of(Shop shop) {
    return of(shop, "lifecycle_9");
  }

  public static CalibrationReport of(Shop shop, String scheme) {
    BaseConfig config = shop.config();
    SchemeLibrary library = new SchemeLibrary(shop.directory().resolve("schemes"));
    return new Calibration(
            new Calibration.Context(
                shop.spark(),
                config,
                config.asOf(),
                library.load(config),
                Lifecycle.load(library, config, scheme),
                Levels.DEFAULT,
                Progress.silent()))
        .execute();
  }

  /** The sizes of one division in one of its variants, in the order of its parts. */
  public static Map<String, Long> sizes(List<Effect> effects, String subject, String variant) {
    Effect effect = effects.stream().filter(e -> e.subject().equals(subject)).findFirst().get();
    Map<String, Long> sizes = new LinkedHashMap<>();
    int column = effect.variants().indexOf(variant);
    effect.sizes().forEach((part, row) -> sizes.put(part, row.get(column)));
    return sizes;
  }
}
