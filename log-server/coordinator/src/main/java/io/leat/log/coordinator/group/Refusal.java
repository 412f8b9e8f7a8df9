package io.leat.log.coordinator.group;

import io.leat.log.protocol.ErrorCode;

/** Why a request is not served, for the program and for the person before it. Immutable. */
public record Refusal(ErrorCode error, String message) {}
