package io.reprise.molecules.internal;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    @Nested
    class MoleculesKitBundle extends BundleContract {
        MoleculesKitBundle() {
            super(SmilesFile.class);
        }

        @Override
        protected boolean isMethod() {
            return false;
        }
    }

    @Nested
    class SmilesFileContract extends DatasetContract<SmilesFile.Settings> {
        SmilesFileContract() {
            super(
                    new SmilesFile(),
                    "path: molecules.csv",
                    "path: molecules.csv, column: name, trainShare: 0.5, limit: 3",
                    "path: molecules.smi, trainShare: 1");
            file("molecules.csv", "name,smiles\nwater,O\nethanol,CCO\nbenzene,c1ccccc1\nacetone,CC(C)=O\n");
            file("molecules.smi", "O water\nCCO ethanol\n\nc1ccccc1\tbenzene\n");
        }
    }

    @Nested
    class SmilesListContract extends DatasetContract<SmilesList.Settings> {
        SmilesListContract() {
            super(new SmilesList(), "smiles: [CCO]", "smiles: [O, CCO, c1ccccc1]");
        }
    }
}
