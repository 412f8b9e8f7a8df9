package io.leat.log.testkit.live;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * What one producer sent, in the order in which it was sent: answers that come out of turn, as
 * after a retry, are told in that order. Sends come from one thread, answers from any.
 */
final class Outbox {

    private final String producer;
    private final Recorder recorder;
    private final Map<Place, Queue<Letter>> unanswered = new HashMap<>();
    private int open;

    private static final class Letter {
        final String transaction;
        final String value;
        boolean answered;
        long offset;

        Letter(String transaction, String value) {
            this.transaction = transaction;
            this.value = value;
        }
    }

    Outbox(String producer, Recorder recorder) {
        this.producer = producer;
        this.recorder = recorder;
    }

    /** Sends; {@code after} runs with each answer. */
    void send(
            LiveProducer by,
            String transaction,
            Place place,
            String value,
            LiveProducer.Sent after) {
        Letter letter = new Letter(transaction, value);
        if (transaction != null) {
            recorder.sending(transaction, value);
        }
        synchronized (this) {
            unanswered.computeIfAbsent(place, any -> new ArrayDeque<>()).add(letter);
            open++;
        }
        by.send(
                place,
                value,
                (offset, failure) -> {
                    answered(place, letter, failure == null ? offset : -1);
                    after.ended(offset, failure);
                });
    }

    private synchronized void answered(Place place, Letter letter, long offset) {
        letter.answered = true;
        letter.offset = offset;
        open--;
        if (offset >= 0) {
            recorder.beat();
        }
        Queue<Letter> line = unanswered.get(place);
        for (Letter first = line.peek(); first != null && first.answered; first = line.peek()) {
            line.remove();
            if (first.offset >= 0) {
                recorder.acked(producer, first.transaction, place, first.value, first.offset);
            } else {
                recorder.notAcked(producer, first.transaction, place, first.value);
            }
        }
    }

    /** How many records have no answer. */
    synchronized int open() {
        return open;
    }
}
