/** Optimisers, of primitive operations on parameters in place. */
package io.reprise.tensor.service.optimize;
