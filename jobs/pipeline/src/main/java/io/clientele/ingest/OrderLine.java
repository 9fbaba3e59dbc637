package io.clientele.ingest;

/**
 * One classified line: only what the fold needs, as primitives and raw UTF-8. Amounts are whole
 * numbers of 10⁻⁴ currency units. Mutable, so that a task needs one of them for all its lines.
 */
public final class OrderLine {
  /** Set in {@link #getFlags} where the line is a sale, unset where it is a return. */
  public static final int SALE = 1;

  /** Set where the revenue is known; a quarantined line may lack it. */
  public static final int REVENUE_KNOWN = 2;

  /** Set where the cost is known. */
  public static final int COST_KNOWN = 4;

  /** Set where the quantity is known. */
  public static final int QUANTITY_KNOWN = 8;

  /** The launch day of a product that has none. */
  public static final int NEVER = Integer.MIN_VALUE;

  /** Set on a duplicate of another order or customer than the line that counts. */
  public static final int UNLIKE_DUPLICATE = 16;

  /** Set on a line that is the newest of its identity by text, though not by number. */
  public static final int VERSION_AS_TEXT = 32;

  private byte[] customer = new byte[0];
  private byte[] order = new byte[0];
  private byte[] product = new byte[0];
  private byte[] conflict = new byte[0];
  private byte[] country = new byte[0];
  private byte[] store = new byte[0];
  private byte[] channel = new byte[0];
  private byte[] category = new byte[0];
  private byte[] brand = new byte[0];
  private int launchDay = NEVER;
  private byte[] exchanged = new byte[0];
  private int day;
  private int lineClass;
  private int flags;
  private long reasons;
  private long revenue;
  private long quantity;
  private long cost;
  private long discount;

  /** UTF-8 of the customer's id; empty for lines that belong to nobody. */
  public byte[] getCustomer() {
    return customer;
  }

  public void setCustomer(byte[] customer) {
    this.customer = customer;
  }

  /** UTF-8 of the order's id. */
  public byte[] getOrder() {
    return order;
  }

  public void setOrder(byte[] order) {
    this.order = order;
  }

  /** UTF-8 of the product's id; empty where unknown. */
  public byte[] getProduct() {
    return product;
  }

  public void setProduct(byte[] product) {
    this.product = product;
  }

  /** UTF-8 of the identity of a line refused for a version conflict; empty otherwise. */
  public byte[] getConflict() {
    return conflict;
  }

  public void setConflict(byte[] conflict) {
    this.conflict = conflict;
  }

  /** UTF-8 of the country it was sold to; empty where unknown. */
  public byte[] getCountry() {
    return country;
  }

  public void setCountry(byte[] country) {
    this.country = country;
  }

  /** UTF-8 of the store; empty where unknown. */
  public byte[] getStore() {
    return store;
  }

  public void setStore(byte[] store) {
    this.store = store;
  }

  /** UTF-8 of the sales channel; empty where unknown. */
  public byte[] getChannel() {
    return channel;
  }

  public void setChannel(byte[] channel) {
    this.channel = channel;
  }

  /** UTF-8 of the category of the product; empty where unknown. */
  public byte[] getCategory() {
    return category;
  }

  public void setCategory(byte[] category) {
    this.category = category;
  }

  /** UTF-8 of the brand of the product; empty where unknown. */
  public byte[] getBrand() {
    return brand;
  }

  public void setBrand(byte[] brand) {
    this.brand = brand;
  }

  /** Days from 1970-01-01 to the launch of the product; {@link #NEVER} where unknown. */
  public int getLaunchDay() {
    return launchDay;
  }

  public void setLaunchDay(int launchDay) {
    this.launchDay = launchDay;
  }

  /** {@link ForeignAmount}, packed; empty for a line in the base's currency. */
  public byte[] getExchanged() {
    return exchanged;
  }

  public void setExchanged(byte[] exchanged) {
    this.exchanged = exchanged;
  }

  /** Days from 1970-01-01 to the day of the line in the base's time zone. */
  public int getDay() {
    return day;
  }

  public void setDay(int day) {
    this.day = day;
  }

  /** Ordinal of the {@link LineClass}. */
  public int getLineClass() {
    return lineClass;
  }

  public void setLineClass(int lineClass) {
    this.lineClass = lineClass;
  }

  /** The bits {@link #SALE}, {@link #REVENUE_KNOWN}, … */
  public int getFlags() {
    return flags;
  }

  public void setFlags(int flags) {
    this.flags = flags;
  }

  /** One bit for each reason of the refusal. */
  public long getReasons() {
    return reasons;
  }

  public void setReasons(long reasons) {
    this.reasons = reasons;
  }

  /** Net money, negative for returns; 0 where unknown. */
  public long getRevenue() {
    return revenue;
  }

  public void setRevenue(long revenue) {
    this.revenue = revenue;
  }

  /** Units in 10⁻⁴, negative for returns; 0 where unknown. */
  public long getQuantity() {
    return quantity;
  }

  public void setQuantity(long quantity) {
    this.quantity = quantity;
  }

  /** Cost of the goods, negative for returns; 0 where unknown. */
  public long getCost() {
    return cost;
  }

  public void setCost(long cost) {
    this.cost = cost;
  }

  /** Discount granted, 0 where none or unknown. */
  public long getDiscount() {
    return discount;
  }

  public void setDiscount(long discount) {
    this.discount = discount;
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
