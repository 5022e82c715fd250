/**
 * Who draws the inputs, and whether and how their labels are poisoned.
 */
package org.neurotron.oracle;
