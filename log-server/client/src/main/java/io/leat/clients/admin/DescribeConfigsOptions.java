package io.leat.clients.admin;

/** Options of {@link Admin#describeConfigs}. */
public class DescribeConfigsOptions extends AbstractOptions<DescribeConfigsOptions> {

    private boolean includeSynonyms;
    private boolean includeDocumentation;

    /** Whether to say where else a value could come from. */
    public DescribeConfigsOptions includeSynonyms(boolean includeSynonyms) {
        this.includeSynonyms = includeSynonyms;
        return this;
    }

    public boolean includeSynonyms() {
        return includeSynonyms;
    }

    /** Whether to include the text that explains a key. */
    public DescribeConfigsOptions includeDocumentation(boolean includeDocumentation) {
        this.includeDocumentation = includeDocumentation;
        return this;
    }

    public boolean includeDocumentation() {
        return includeDocumentation;
    }
}
