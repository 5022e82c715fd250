/**
 * The published simulation study, and running many runs on all cores.
 *
 * @since 0.1
 */
package org.neurotron.study;
