package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import io.reprise.engine.ProgressListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One change of the running bundles, which can be taken back. */
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private final RunningBundles running;
    private final List<InstalledBundle> active;
    private final List<InstalledBundle> taken = new ArrayList<>();
    private final List<Bundle> brought = new ArrayList<>();

    /** A change of what runs now. */
    Transaction(RunningBundles running, List<InstalledBundle> present) {
        this.running = running;
        this.active = present.stream().filter(running::isActive).toList();
    }

    /**
     * Puts new bundles in the place of old ones, starts them, and checks that they and all that ran before do their work.
     *
     * @throws BundleException if a bundle cannot be installed or started
     * @throws RepriseException if one does not do its work
     */
    void exchange(
            List<InstalledBundle> old,
            List<InstalledBundle> fresh,
            Verification verification,
            ProgressListener listener)
            throws BundleException {
        Set<Bundle> gone = new LinkedHashSet<>();
        for (InstalledBundle bundle : old) {
            Bundle present = running.find(bundle).orElse(null);
            if (present != null) {
                taken.add(bundle);
                present.uninstall();
                gone.add(present);
            }
        }
        for (InstalledBundle bundle : fresh) {
            brought.add(running.install(bundle));
        }
        running.refresh(gone);
        for (Bundle bundle : brought) {
            listener.progress("Starting " + bundle.getSymbolicName(), brought.indexOf(bundle), brought.size());
            RunningBundles.start(bundle);
        }
        for (Bundle bundle : brought) {
            verification.check(bundle);
        }
        for (InstalledBundle bundle : active) {
            if (!old.contains(bundle) && !running.isActive(bundle)) {
                throw RepriseException.problem(
                                "Then " + bundle.label() + ", which is installed, would not work any more")
                        .at(String.join(
                                ", ", fresh.stream().map(InstalledBundle::label).toList()))
                        .hint("Nothing was installed. Install the other one again together with it.");
            }
        }
    }

    /** Makes what runs as it was before. */
    void rollBack() {
        List<Bundle> gone = new ArrayList<>();
        try {
            for (Bundle bundle : brought) {
                bundle.uninstall();
                gone.add(bundle);
            }
            List<Bundle> back = new ArrayList<>();
            for (InstalledBundle bundle : taken) {
                back.add(running.install(bundle));
            }
            running.refresh(gone);
            for (Bundle bundle : back) {
                RunningBundles.start(bundle);
            }
        } catch (BundleException | RepriseException e) {
            LOG.warn("What ran before does not run again until Reprise is started again: {}", e.getMessage());
        }
    }
}
