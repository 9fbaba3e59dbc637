package io.clientele.customer;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to its party: only what the fold needs.
 *
 * <p>A mutable bean, since that is the shape Spark fills without boxing.
 */
public final class PartyEvent implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Set in {@link #getFlags} where the event came from the party. */
  static final int INBOUND = 1;

  /** Set where it came from us. */
  static final int OUTBOUND = 2;

  /** Set where it belongs to a campaign. */
  static final int CAMPAIGN = 4;

  private byte[] party = new byte[0];
  private String type = "";
  private int back;
  private int flags;
  private long cost;
  private long at;
  private byte @Nullable [] device;
  private byte @Nullable [] viewed;

  /** UTF-8 of the party's id. */
  public byte[] getParty() {
    return party;
  }

  public void setParty(byte[] party) {
    this.party = party;
  }

  /** The type in lower case. */
  public String getType() {
    return type;
  }

  public void setType(String type) {
    this.type = type;
  }

  /** Days before the as-of date, from 1. */
  public int getBack() {
    return back;
  }

  public void setBack(int back) {
    this.back = back;
  }

  /** {@link #INBOUND} and the like. */
  public int getFlags() {
    return flags;
  }

  public void setFlags(int flags) {
    this.flags = flags;
  }

  /** What it cost, in whole 10⁻⁴. */
  public long getCost() {
    return cost;
  }

  public void setCost(long cost) {
    this.cost = cost;
  }

  /** When, in microseconds from 1970-01-01. */
  public long getAt() {
    return at;
  }

  public void setAt(long at) {
    this.at = at;
  }

  /** UTF-8 of what it was done with; null where unknown. */
  public byte @Nullable [] getDevice() {
    return device;
  }

  public void setDevice(byte @Nullable [] device) {
    this.device = device;
  }

  /** UTF-8 of the product that was viewed; null for other events. */
  public byte @Nullable [] getViewed() {
    return viewed;
  }

  public void setViewed(byte @Nullable [] viewed) {
    this.viewed = viewed;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }
}
