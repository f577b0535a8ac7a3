package io.reprise.adapters;

import io.reprise.testkit.BundleContract;

/** Its plug-ins are declared. */
class AdaptersBundleTest extends BundleContract {
    AdaptersBundleTest() {
        super(Flatten.class);
    }

    @Override
    protected boolean isMethod() {
        return false;
    }
}
