package io.leat.streams.state;

import io.leat.streams.query.Position;
import io.leat.streams.query.PositionBound;
import io.leat.streams.query.Query;
import io.leat.streams.query.QueryConfig;
import io.leat.streams.query.QueryResult;

/** A store in front of another one that answers queries of the second kind. Stateless. */
interface QueriedStore extends StoreOver {

    /** What it answers them with. */
    StoreQueries queries();

    @Override
    default <R> QueryResult<R> query(
            Query<R> query, PositionBound positionBound, QueryConfig config) {
        return queries().run(query, positionBound, config);
    }

    @Override
    default Position getPosition() {
        return queries().position();
    }
}
