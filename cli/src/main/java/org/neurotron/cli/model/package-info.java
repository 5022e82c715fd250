/**
 * Models of fit seen from outside: where they lie, what they compute in the units of the data, and the same as ONNX.
 */
package org.neurotron.cli.model;
