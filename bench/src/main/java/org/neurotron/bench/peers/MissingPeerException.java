package org.neurotron.bench.peers;

/**
 * Someone who cannot take part on this machine; the message says why.
 */
public final class MissingPeerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * For one who cannot take part.
     *
     * @param reason what is missing
     */
    public MissingPeerException(String reason) {
        super(reason);
    }
}
