package org.neurotron.theory;

/** Mean and variance of numbers that come one by one (Welford). */
final class RunningMean {

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double difference = value - mean;
        mean += difference / count;
        squares = Math.fma(difference, value - mean, squares);
    }

    Estimate estimate() {
        return new Estimate(mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1.0) / count));
    }
}
