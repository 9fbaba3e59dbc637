package io.clientele.ingest;

import java.nio.ByteBuffer;

/**
 * What a line in a foreign currency keeps of its own money, beside the amounts in the base's.
 *
 * @param currency the number of its currency, from 1; 0 is the base's
 * @param carriedDays how many days older than the line its rate is; 0 for a rate of its day
 * @param original its revenue in its own currency, in whole 10⁻⁴
 */
public record ForeignAmount(int currency, int carriedDays, long original) {
  private static final int SIZE = Integer.BYTES + Integer.BYTES + Long.BYTES;

  /** The bytes that travel with the line. */
  public byte[] packed() {
    return ByteBuffer.allocate(SIZE).putInt(currency).putInt(carriedDays).putLong(original).array();
  }

  /** Reads what {@link #packed} wrote. */
  public static ForeignAmount unpacked(byte[] packed) {
    ByteBuffer buffer = ByteBuffer.wrap(packed);
    return new ForeignAmount(buffer.getInt(), buffer.getInt(), buffer.getLong());
  }
}
