/** A small, complete method for the engine's tests: lines through points, by descent and in closed form. */
package io.reprise.engine.testing;
