/** Small transforms that are always there: they make columns of one bundle's datasets such as another bundle's models take. */
package io.reprise.adapters;
