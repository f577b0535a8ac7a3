/** Draws the figures that are described as data. */
package io.reprise.engine.internal.figure;
