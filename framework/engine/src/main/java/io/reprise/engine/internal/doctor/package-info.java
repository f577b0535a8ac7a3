/** Looks whether this machine can run methods. */
package io.reprise.engine.internal.doctor;
