package io.clientele.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Who holds a lease: host, process and start of the process, so that the lease of a process that
 * died on this machine is void at once.
 *
 * @param text as it stands in the lake
 */
public record Owner(String text) {

  /** The process that asks. */
  public static Owner ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(host() + "/" + self.pid() + "/" + started(self));
  }

  /** Whether the owner was a process of this machine that has ended. */
  public boolean isGone(String other) {
    String[] parts = other.split("/", -1);
    boolean sharedName = host().equals("localhost") || host().equals("unknown-host");
    if (parts.length != 3 || sharedName || !parts[0].equals(host())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[1]));
    return process.isEmpty() || !started(process.get()).equals(parts[2]);
  }

  private static String started(ProcessHandle process) {
    return Long.toString(process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost()
          .getHostName()
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^a-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
