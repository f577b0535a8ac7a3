/** The tensor service against libtorch: the same work in both, one thread each, in one JMH run. */
package io.reprise.benchmarks;
