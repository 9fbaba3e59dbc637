package io.clientele.generate;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What customers answered to the shop's questions. */
final class Answers implements ShopTable {
  private static final List<String> WHY = List.of("price", "quality", "near by", "habit");

  @Override
  public String name() {
    return "surveys";
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("customer_id", DataTypes.StringType)
        .add("asked_at", DataTypes.TimestampType)
        .add("answered_at", DataTypes.TimestampType)
        .add("instrument", DataTypes.StringType)
        .add("score", DataTypes.IntegerType)
        .add("question", DataTypes.StringType)
        .add("answer", DataTypes.StringType);
  }

  @Override
  public long numbers(Recipe recipe) {
    return recipe.customers();
  }

  @Override
  public List<Object[]> rows(Recipe recipe, long number) {
    SplittableRandom random = Traits.random(recipe, number, 7);
    Traits.Habit habit = Traits.of(recipe, number).habit();
    List<Object[]> rows = new ArrayList<>();
    String id = CustomerHistory.id(number);
    LocalDateTime asked = recipe.to().minusDays(30L + random.nextInt(60)).atTime(10, 0);
    if (random.nextDouble() < 0.15) {
      boolean annoyed = habit == Traits.Habit.DEMANDING || random.nextDouble() < 0.1;
      int score = annoyed ? random.nextInt(7) : 7 + random.nextInt(4);
      rows.add(new Object[] {id, asked, asked.plusHours(20), "nps", score, null, null});
    }
    if (random.nextDouble() < 0.05) {
      String why = WHY.get(random.nextInt(WHY.size()));
      rows.add(new Object[] {id, asked, asked.plusHours(21), "free", null, "why", why});
    }
    return rows;
  }
}
