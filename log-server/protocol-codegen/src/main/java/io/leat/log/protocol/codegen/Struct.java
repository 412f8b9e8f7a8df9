package io.leat.log.protocol.codegen;

import java.util.Comparator;
import java.util.List;

/** A named sequence of fields: a whole message or a part of one. */
record Struct(String name, List<Field> fields) {

    List<Field> plain() {
        return fields.stream().filter(field -> !field.tagged()).toList();
    }

    List<Field> tagged() {
        return fields.stream()
                .filter(Field::tagged)
                .sorted(Comparator.comparingInt(field -> field.tag().orElseThrow()))
                .toList();
    }
}
