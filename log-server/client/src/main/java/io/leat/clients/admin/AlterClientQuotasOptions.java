package io.leat.clients.admin;

/** Options of {@link Admin#alterClientQuotas}. */
public class AlterClientQuotasOptions extends AbstractOptions<AlterClientQuotasOptions> {

    private boolean validateOnly;

    /** Whether the change is checked and not made. */
    public boolean validateOnly() {
        return validateOnly;
    }

    public AlterClientQuotasOptions validateOnly(boolean validate) {
        this.validateOnly = validate;
        return this;
    }
}
