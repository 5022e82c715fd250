/**
 * The published simulation study, and running many runs on all cores.
 */
package org.neurotron.study;
