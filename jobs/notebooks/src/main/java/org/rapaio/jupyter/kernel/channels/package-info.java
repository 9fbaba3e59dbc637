/**
 * One class that stands in for the kernel's own of the same name, by being first on its class path.
 */
package org.rapaio.jupyter.kernel.channels;
