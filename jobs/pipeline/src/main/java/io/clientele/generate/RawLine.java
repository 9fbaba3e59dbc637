package io.clientele.generate;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One generated line as it would leave a shop system.
 *
 * @param lineId identity of the line
 * @param version grows with each correction
 * @param orderId empty where it was lost
 * @param customerId null for anonymous sales
 * @param productId what was bought
 * @param orderedAt when; the text of a broken line may say something else
 * @param quantity units, negative for returns
 * @param amount net money
 * @param cost cost of the goods; null where unknown
 * @param discount discount granted
 * @param kind sale or return
 * @param store where; null for the web shop
 * @param channel web or store
 * @param brokenDate text that stands where the date should; null for good lines
 * @param brokenAmount text that stands where the amount should; null for good lines
 */
record RawLine(
    String lineId,
    int version,
    String orderId,
    @Nullable String customerId,
    String productId,
    LocalDateTime orderedAt,
    int quantity,
    BigDecimal amount,
    @Nullable BigDecimal cost,
    BigDecimal discount,
    String kind,
    @Nullable String store,
    String channel,
    @Nullable String brokenDate,
    @Nullable String brokenAmount) {}
