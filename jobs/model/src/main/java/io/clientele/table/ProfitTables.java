package io.clientele.table;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is left of the revenue, and what to do about it. */
public final class ProfitTables {
  public static final String SCHEME = "scheme";
  public static final String SEGMENT = "segment";

  private static final String OF_BASE = "the scheme; base for the whole base";
  private static final String YEAR = "within 365 days before the as-of date";

  public static final TableSpec MARGIN_WATERFALL =
      TableSpec.snapshot(
              "margin_waterfall",
              "from revenue to contribution margin, step by step; the steps before a subtotal add up"
                  + " to it exactly")
          .column(SCHEME, "STRING", "", OF_BASE)
          .column(SEGMENT, "STRING", "", "the segment; all for the whole base")
          .column("period", "STRING", "", "lifetime or 365d")
          .column("position", "INT", "", "order of the steps, from 1")
          .column("step", "STRING", "", "revenue, what is taken off, and the margins")
          .column("is_subtotal", "BOOLEAN", "", "whether it is the sum of the steps before it")
          .column(
              "amount", TableSpec.TOTAL, "money", "what is taken off is negative; 0 where nothing")
          .optional(
              "share_of_revenue",
              TableSpec.SHARE,
              "share",
              "amount / revenue of the same period; null where that is 0")
          .key(SCHEME, SEGMENT, "period", "position");

  public static final TableSpec CUSTOMER_REASONS =
      TableSpec.snapshot(
              "customer_reasons", "why a customer is unprofitable, not loyal, or a problem")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column("kind", "STRING", "", "unprofitable, or the kind that a scheme's reasons name")
          .column(SCHEME, "STRING", "", "the scheme whose segments have them")
          .column(
              "reasons",
              "ARRAY<STRING>",
              "",
              "for unprofitable the one step that weighs most against the base, else the signals"
                  + " that hold, in the order of the file")
          .key(CustomerTables.CUSTOMER_ID, "kind", SCHEME);

  public static final TableSpec SEGMENT_REASONS =
      TableSpec.snapshot(
              "segment_reasons",
              "how many customers of a segment have a reason; one with several counts in each")
          .column(SCHEME, "STRING", "", OF_BASE)
          .column(SEGMENT, "STRING", "", "the segment; all for the whole base")
          .column("kind", "STRING", "", "as in customer_reasons")
          .column("reason", "STRING", "", "the reason")
          .column("customers", "BIGINT", "count", "customers with it")
          .column("revenue_365d", TableSpec.TOTAL, "money", "their net revenue " + YEAR)
          .optional(
              "contribution_margin_365d",
              TableSpec.TOTAL,
              "money",
              "their contribution margin " + YEAR + "; null where none is known")
          .key(SCHEME, SEGMENT, "kind", "reason");

  public static final TableSpec EXIT_CANDIDATES =
      TableSpec.snapshot(
              "exit_candidates",
              "customers to part with, as a list to approve: in a segment whose policy has"
                  + " exit_after_days in every snapshot from this one back to the latest that is"
                  + " so many days old, three at least")
          .column(CustomerTables.CUSTOMER_ID, "STRING", "", "the customer")
          .column(SCHEME, "STRING", "", "the scheme")
          .column(SEGMENT, "STRING", "", "the segment")
          .column("snapshots", "INT", "count", "snapshots that were looked at, this one included")
          .column("since", "DATE", "", "the day of the first of them")
          .optional(
              "contribution_margin_365d",
              TableSpec.MONEY,
              "money",
              "contribution margin " + YEAR + "; null where unknown")
          .key(CustomerTables.CUSTOMER_ID, SCHEME);

  public static final TableSpec ACQUISITION_QUALITY =
      TableSpec.snapshot("acquisition_quality", "what the customers of each channel are worth")
          .column(
              "channel",
              "STRING",
              "",
              "acquisition_channel of the customers source; unknown where it is not told; beyond"
                  + " 500 channels the small ones are other channels")
          .column("customers", "BIGINT", "count", "customers from it")
          .column("buyers", "BIGINT", "count", "those with a purchase")
          .column("repeat_buyers", "BIGINT", "count", "those with two purchase days or more")
          .column("losing_customers", "BIGINT", "count", "those with a negative margin")
          .column("revenue", TableSpec.TOTAL, "money", "their lifetime net revenue")
          .optional(
              "contribution_margin",
              TableSpec.TOTAL,
              "money",
              "their lifetime contribution margin, of those whose margin is known")
          .optional(
              "acquisition_cost",
              TableSpec.TOTAL,
              "money",
              "what winning them cost, as far as told")
          .optional(
              "return_on_acquisition",
              TableSpec.SHARE,
              "ratio",
              "contribution_margin / acquisition_cost; null without cost")
          .optional(
              "margin_per_customer",
              TableSpec.MONEY,
              "money",
              "contribution_margin / customers; null without margin")
          .key("channel");

  public static final TableSpec INVESTMENT =
      TableSpec.snapshot(
              "investment",
              "where to invest: the segments of a scheme by margin and size, 1 is first; growth stands in"
                  + " segment_growth")
          .column(SCHEME, "STRING", "", "the scheme")
          .column(SEGMENT, "STRING", "", "the segment")
          .column("customers", "BIGINT", "count", "customers in it now")
          .column("revenue_365d", TableSpec.TOTAL, "money", "their net revenue " + YEAR)
          .optional(
              "contribution_margin_365d",
              TableSpec.TOTAL,
              "money",
              "their contribution margin " + YEAR + ", of those whose margin is known")
          .optional(
              "cost_to_serve_365d",
              TableSpec.TOTAL,
              "money",
              "cost of events " + YEAR + "; null where not told")
          .optional(
              "return_on_service",
              TableSpec.SHARE,
              "ratio",
              "(contribution margin + cost to serve) / cost to serve: margin before service a unit"
                  + " of service; null without cost")
          .optional(
              "campaign_cost_365d",
              TableSpec.TOTAL,
              "money",
              "of that, the cost of events that belong to campaigns; null where not told")
          .optional(
              "return_on_campaigns",
              TableSpec.SHARE,
              "ratio",
              "(contribution margin + campaign cost) / campaign cost; not what campaigns caused,"
                  + " which only a control group can tell; null without cost")
          .column("rank_by_size", "INT", "", "by customers; equal ones share the first rank")
          .optional("rank_by_margin", "INT", "", "by contribution_margin_365d; null without")
          .key(SCHEME, SEGMENT);

  public static final TableSpec GROWTH_LEVERS =
      TableSpec.snapshot(
              "growth_levers",
              "what moved the revenue of today's segments between the last 365 days and the 365"
                  + " before: orders × units an order × price a unit; the effects add up exactly")
          .column(SCHEME, "STRING", "", OF_BASE)
          .column(SEGMENT, "STRING", "", "the segment; all for the whole base")
          .column("revenue_365d", TableSpec.TOTAL, "money", "net revenue " + YEAR)
          .column("revenue_prior_365d", TableSpec.TOTAL, "money", "of the 365 days before those")
          .column("revenue_change", TableSpec.TOTAL, "money", "the difference")
          .column("orders_365d", "BIGINT", "orders", "purchases " + YEAR)
          .column("orders_prior_365d", "BIGINT", "orders", "of the 365 days before those")
          .optional("units_365d", TableSpec.TOTAL, "units", "units bought less returned " + YEAR)
          .optional("units_prior_365d", TableSpec.TOTAL, "units", "of the 365 days before those")
          .optional(
              "orders_effect",
              TableSpec.TOTAL,
              "money",
              "change by more or fewer orders, all of it where one period has none; null where both"
                  + " have none")
          .optional(
              "units_effect",
              TableSpec.TOTAL,
              "money",
              "change by larger or smaller orders in units; null where units are not told")
          .optional(
              "price_effect",
              TableSpec.TOTAL,
              "money",
              "change by dearer or cheaper units; where units are not told, by the value of an"
                  + " order")
          .key(SCHEME, SEGMENT);

  public static final TableSpec RECEIVABLE_SUMMARY =
      TableSpec.snapshot(
              "receivable_summary",
              "how the invoices issued before the as-of date are paid, each counted once; empty"
                  + " without receivables")
          .column("invoices", "BIGINT", "invoices", "accepted invoices")
          .column("amount", TableSpec.TOTAL, "money", "their amount")
          .column("unpaid_invoices", "BIGINT", "invoices", "those unpaid on the as-of date")
          .column("unpaid_amount", TableSpec.TOTAL, "money", "their amount")
          .column("late_invoices", "BIGINT", "invoices", "those paid late, or open past their day")
          .column("disputed_invoices", "BIGINT", "invoices", "those that were disputed")
          .optional(
              "mean_days_late",
              "DECIMAL(18,6)",
              "days",
              "mean of max(0, days from due_on to payment or to the as-of date); null without one")
          .optional(
              "mean_days_to_settle",
              "DECIMAL(18,6)",
              "days",
              "mean days from issue to payment of the paid ones; null without one")
          .key();

  /** A row of {@code margin_waterfall}. */
  public record MarginWaterfallRow(
      String scheme,
      String segment,
      String period,
      int position,
      String step,
      boolean isSubtotal,
      BigDecimal amount,
      @Nullable BigDecimal shareOfRevenue) {}

  /** A row of {@code investment}. */
  public record InvestmentRow(
      String scheme,
      String segment,
      long customers,
      BigDecimal revenue365d,
      @Nullable BigDecimal contributionMargin365d,
      @Nullable BigDecimal costToServe365d,
      @Nullable BigDecimal returnOnService,
      @Nullable BigDecimal campaignCost365d,
      @Nullable BigDecimal returnOnCampaigns,
      int rankBySize,
      @Nullable Integer rankByMargin) {}

  /** A row of {@code growth_levers}. */
  public record GrowthLeverRow(
      String scheme,
      String segment,
      BigDecimal revenue365d,
      BigDecimal revenuePrior365d,
      BigDecimal revenueChange,
      long orders365d,
      long ordersPrior365d,
      @Nullable BigDecimal units365d,
      @Nullable BigDecimal unitsPrior365d,
      @Nullable BigDecimal ordersEffect,
      @Nullable BigDecimal unitsEffect,
      @Nullable BigDecimal priceEffect) {}

  /** A row of {@code segment_reasons}. */
  public record SegmentReasonRow(
      String scheme,
      String segment,
      String kind,
      String reason,
      long customers,
      BigDecimal revenue365d,
      @Nullable BigDecimal contributionMargin365d) {}

  /** A row of {@code acquisition_quality}. */
  public record AcquisitionQualityRow(
      String channel,
      long customers,
      long buyers,
      long repeatBuyers,
      long losingCustomers,
      BigDecimal revenue,
      @Nullable BigDecimal contributionMargin,
      @Nullable BigDecimal acquisitionCost,
      @Nullable BigDecimal returnOnAcquisition,
      @Nullable BigDecimal marginPerCustomer) {}

  /** A row of {@code receivable_summary}. */
  public record ReceivableSummaryRow(
      long invoices,
      BigDecimal amount,
      long unpaidInvoices,
      BigDecimal unpaidAmount,
      long lateInvoices,
      long disputedInvoices,
      @Nullable BigDecimal meanDaysLate,
      @Nullable BigDecimal meanDaysToSettle) {}

  private ProfitTables() {}
}
