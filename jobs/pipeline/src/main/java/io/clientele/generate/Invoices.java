package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Invoices of the customers who do not pay at once, one for each of their later orders. */
final class Invoices implements ShopTable {
  private static final int TERM_DAYS = 30;
  private static final int BILLED_DAYS = 450;

  @Override
  public String name() {
    return "receivables";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("invoice_id", DataTypes.StringType)
        .add("customer_id", DataTypes.StringType)
        .add("order_id", DataTypes.StringType)
        .add("issued_on", DataTypes.DateType)
        .add("due_on", DataTypes.DateType)
        .add("amount", DataTypes.createDecimalType(12, 2))
        .add("paid_on", DataTypes.DateType)
        .add("disputed", DataTypes.BooleanType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return recipe.customers();
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    Traits.Payment pays = Traits.of(recipe, number).pays();
    List<Object[]> rows = new ArrayList<>();
    if (pays == null) {
      return rows;
    }
    SplittableRandom random = Traits.random(recipe, number, 5);
    for (CustomerHistory.Order order : CustomerHistory.orders(recipe, number)) {
      if (order.day().isAfter(recipe.to().minusDays(BILLED_DAYS)) && order.cents() > 0) {
        LocalDate due = order.day().plusDays(TERM_DAYS);
        LocalDate paid =
            switch (pays) {
              case PROMPT -> due.minusDays(random.nextInt(20));
              case LATE -> due.plusDays(12 + random.nextInt(40));
              case NEVER -> null;
            };
        rows.add(
            new Object[] {
              "I" + order.id().substring(1),
              CustomerHistory.id(number),
              order.id(),
              order.day(),
              due,
              BigDecimal.valueOf(order.cents(), 2),
              paid == null || !paid.isBefore(recipe.to()) ? null : paid,
              random.nextDouble() < 0.01
            });
      }
    }
    return rows;
  }
}
