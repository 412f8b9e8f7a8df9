package io.leat.clients.admin;

/** Options of {@link Admin#updateFeatures}. */
public class UpdateFeaturesOptions extends AbstractOptions<UpdateFeaturesOptions> {

    private boolean validateOnly;

    /** Whether to only say if it would succeed (default false). */
    public UpdateFeaturesOptions validateOnly(boolean validateOnly) {
        this.validateOnly = validateOnly;
        return this;
    }

    public boolean validateOnly() {
        return validateOnly;
    }
}
