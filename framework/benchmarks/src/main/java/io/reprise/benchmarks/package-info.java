/** The tensor service against libtorch: the same work in both, one after the other in one process. */
package io.reprise.benchmarks;
