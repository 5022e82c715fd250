/**
 * Who draws the inputs, and whether and how their labels are poisoned.
 *
 * @since 0.1
 */
package org.neurotron.oracle;
