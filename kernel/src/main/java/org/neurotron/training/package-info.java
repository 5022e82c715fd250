/**
 * Neuro-Tron and SGD: one update on given data ({@link org.neurotron.training.Learner}), and a whole run against an
 * oracle ({@link org.neurotron.training.TrainingRun}).
 *
 * @since 0.1
 */
package org.neurotron.training;
