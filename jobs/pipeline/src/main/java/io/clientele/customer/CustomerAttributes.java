package io.clientele.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.clientele.config.OptionalSource;
import io.clientele.config.SourceKind;
import io.clientele.feature.Features;
import io.clientele.feature.OptionalFeatures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Attributes and permissions: one row a customer of the customers source. */
final class CustomerAttributes {
  private CustomerAttributes() {}

  static Dataset<Row> of(Dataset<Row> customers, OptionalSource source, LocalDate asOf) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(Features.CUSTOMER_ID));
    columns.add(col(OptionalFeatures.COUNTRY));
    OptionalFeatures.ATTRIBUTES.forEach(attribute -> columns.add(col(attribute)));
    source.attributes().forEach(attribute -> columns.add(col(attribute)));
    columns.add(ageYears(col("birth_date"), asOf).as(OptionalFeatures.AGE_YEARS));
    columns.add(unix_date(col("registered_on")).cast("bigint").as(OptionalFeatures.REGISTERED_DAY));
    columns.add(col("acquisition_cost"));
    columns.add(col("potential_value"));
    columns.add(col("email").isNotNull().as(OptionalFeatures.HAS_EMAIL));
    columns.add(col("phone").isNotNull().as(OptionalFeatures.HAS_PHONE));
    Column contactable = lit(0L);
    for (String channel : SourceKind.CHANNELS) {
      Column permitted = permitted(channel, asOf);
      columns.add(permitted.as("permission_" + channel));
      Column reachable = permitted.and(addressed(channel, source));
      columns.add(reachable.as("reachable_" + channel));
      contactable = contactable.plus(when(reachable, 1L).otherwise(0L));
    }
    columns.add(contactable.as(OptionalFeatures.CONTACTABLE_CHANNELS));
    return customers.select(columns.toArray(Column[]::new));
  }

  /** A permission counts from the day after it was given. */
  private static Column permitted(String channel, LocalDate asOf) {
    Column given = coalesce(col("permission_" + channel), lit(false));
    Column since = coalesce(col("permission_" + channel + "_on").lt(lit(asOf)), lit(true));
    return given.and(since);
  }

  private static Column addressed(String channel, OptionalSource source) {
    return switch (channel) {
      case "email" -> source.maps("email") ? col("email").isNotNull() : lit(true);
      case "call", "sms" -> source.maps("phone") ? col("phone").isNotNull() : lit(true);
      default -> lit(true);
    };
  }

  /** Whole years; somebody born on 29 February is a year older on 1 March of other years. */
  private static Column ageYears(Column birth, LocalDate asOf) {
    Column passed =
        month(birth)
            .lt(asOf.getMonthValue())
            .or(
                month(birth)
                    .equalTo(asOf.getMonthValue())
                    .and(dayofmonth(birth).leq(asOf.getDayOfMonth())));
    Column years =
        lit(asOf.getYear()).minus(year(birth)).minus(when(passed, 0).otherwise(1)).cast("bigint");
    return when(birth.lt(lit(asOf)), years);
  }
}
