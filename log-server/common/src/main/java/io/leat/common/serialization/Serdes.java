package io.leat.common.serialization;

import io.leat.common.utils.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The serdes of the usual types, as methods and as classes that settings can name. */
public class Serdes {

    /** Any serializer and deserializer together. */
    public static class WrapperSerde<T> implements Serde<T> {

        private final Serializer<T> serializer;
        private final Deserializer<T> deserializer;

        public WrapperSerde(Serializer<T> serializer, Deserializer<T> deserializer) {
            this.serializer = serializer;
            this.deserializer = deserializer;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            serializer.configure(configs, isKey);
            deserializer.configure(configs, isKey);
        }

        @Override
        public void close() {
            serializer.close();
            deserializer.close();
        }

        @Override
        public Serializer<T> serializer() {
            return serializer;
        }

        @Override
        public Deserializer<T> deserializer() {
            return deserializer;
        }
    }

    /** The serde of {@code Long}. */
    public static final class LongSerde extends WrapperSerde<Long> {

        public LongSerde() {
            super(new LongSerializer(), new LongDeserializer());
        }
    }

    /** The serde of {@code Integer}. */
    public static final class IntegerSerde extends WrapperSerde<Integer> {

        public IntegerSerde() {
            super(new IntegerSerializer(), new IntegerDeserializer());
        }
    }

    /** The serde of {@code Short}. */
    public static final class ShortSerde extends WrapperSerde<Short> {

        public ShortSerde() {
            super(new ShortSerializer(), new ShortDeserializer());
        }
    }

    /** The serde of {@code Float}. */
    public static final class FloatSerde extends WrapperSerde<Float> {

        public FloatSerde() {
            super(new FloatSerializer(), new FloatDeserializer());
        }
    }

    /** The serde of {@code Double}. */
    public static final class DoubleSerde extends WrapperSerde<Double> {

        public DoubleSerde() {
            super(new DoubleSerializer(), new DoubleDeserializer());
        }
    }

    /** The serde of {@code String}. */
    public static final class StringSerde extends WrapperSerde<String> {

        public StringSerde() {
            super(new StringSerializer(), new StringDeserializer());
        }
    }

    /** The serde of {@code Boolean}. */
    public static final class BooleanSerde extends WrapperSerde<Boolean> {

        public BooleanSerde() {
            super(new BooleanSerializer(), new BooleanDeserializer());
        }
    }

    /** The serde of {@code ByteBuffer}. */
    public static final class ByteBufferSerde extends WrapperSerde<ByteBuffer> {

        public ByteBufferSerde() {
            super(new ByteBufferSerializer(), new ByteBufferDeserializer());
        }
    }

    /** The serde of {@code Bytes}. */
    public static final class BytesSerde extends WrapperSerde<Bytes> {

        public BytesSerde() {
            super(new BytesSerializer(), new BytesDeserializer());
        }
    }

    /** The serde of {@code UUID}. */
    public static final class UUIDSerde extends WrapperSerde<UUID> {

        public UUIDSerde() {
            super(new UUIDSerializer(), new UUIDDeserializer());
        }
    }

    /** The serde of {@code Void}. */
    public static final class VoidSerde extends WrapperSerde<Void> {

        public VoidSerde() {
            super(new VoidSerializer(), new VoidDeserializer());
        }
    }

    /** The serde of {@code byte[]}. */
    public static final class ByteArraySerde extends WrapperSerde<byte[]> {

        public ByteArraySerde() {
            super(new ByteArraySerializer(), new ByteArrayDeserializer());
        }
    }

    /** The serde of lists; without arguments it is configured by settings. */
    public static final class ListSerde<Inner> extends WrapperSerde<List<Inner>> {

        public ListSerde() {
            super(new ListSerializer<>(), new ListDeserializer<>());
        }

        public <L extends List<Inner>> ListSerde(Class<L> listClass, Serde<Inner> serde) {
            super(
                    new ListSerializer<>(serde.serializer()),
                    new ListDeserializer<>(listClass, serde.deserializer()));
        }
    }

    /**
     * The serde of {@code type}.
     *
     * @throws IllegalArgumentException if there is none for it
     */
    @SuppressWarnings("unchecked")
    public static <T> Serde<T> serdeFrom(Class<T> type) {
        Serde<?> serde;
        if (String.class == type) {
            serde = String();
        } else if (Short.class == type) {
            serde = Short();
        } else if (Integer.class == type) {
            serde = Integer();
        } else if (Long.class == type) {
            serde = Long();
        } else if (Float.class == type) {
            serde = Float();
        } else if (Double.class == type) {
            serde = Double();
        } else if (Boolean.class == type) {
            serde = Boolean();
        } else if (byte[].class == type) {
            serde = ByteArray();
        } else if (Bytes.class == type) {
            serde = Bytes();
        } else if (ByteBuffer.class == type) {
            serde = ByteBuffer();
        } else if (UUID.class == type) {
            serde = UUID();
        } else if (Void.class == type) {
            serde = Void();
        } else {
            throw new IllegalArgumentException(
                    "There is no built-in serde of "
                            + type.getName()
                            + "; pass a serializer and a deserializer");
        }
        return (Serde<T>) serde;
    }

    public static <T> Serde<T> serdeFrom(Serializer<T> serializer, Deserializer<T> deserializer) {
        if (serializer == null || deserializer == null) {
            throw new IllegalArgumentException("serializer and deserializer must not be null");
        }
        return new WrapperSerde<>(serializer, deserializer);
    }

    public static Serde<Long> Long() {
        return new LongSerde();
    }

    public static Serde<Integer> Integer() {
        return new IntegerSerde();
    }

    public static Serde<Short> Short() {
        return new ShortSerde();
    }

    public static Serde<Float> Float() {
        return new FloatSerde();
    }

    public static Serde<Double> Double() {
        return new DoubleSerde();
    }

    public static Serde<String> String() {
        return new StringSerde();
    }

    public static Serde<Boolean> Boolean() {
        return new BooleanSerde();
    }

    public static Serde<ByteBuffer> ByteBuffer() {
        return new ByteBufferSerde();
    }

    public static Serde<Bytes> Bytes() {
        return new BytesSerde();
    }

    public static Serde<UUID> UUID() {
        return new UUIDSerde();
    }

    public static Serde<Void> Void() {
        return new VoidSerde();
    }

    public static Serde<byte[]> ByteArray() {
        return new ByteArraySerde();
    }

    public static <L extends List<Inner>, Inner> Serde<List<Inner>> ListSerde(
            Class<L> listClass, Serde<Inner> innerSerde) {
        return new ListSerde<>(listClass, innerSerde);
    }
}
