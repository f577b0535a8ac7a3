package io.reprise.molecules;

import java.util.Optional;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * One SMILES for a molecule, whatever text it was written as, by the Chemistry Development Kit (Willighagen et al. 2017):
 * with isotopes, charges and stereo centres. Aromatic rings are found anew (Daylight's model), so that it does not matter in
 * which Kekulé form they were written. Where atoms are alike but for stereo centres, two texts of one molecule may differ.
 */
public final class CanonicalSmiles {
    private static final int ORDER = SmiFlavor.Canonical | SmiFlavor.UseAromaticSymbols;
    private static final int WITH_STEREO = SmiFlavor.Isomeric | SmiFlavor.UseAromaticSymbols;
    private static final int WITHOUT_STEREO = SmiFlavor.AtomicMass | SmiFlavor.UseAromaticSymbols;

    private CanonicalSmiles() {}

    /** The canonical text; empty where CDK can't read the molecule. */
    public static Optional<String> of(String smiles) {
        return written(smiles, WITH_STEREO);
    }

    /** The canonical text without stereo centres; empty where CDK can't read the molecule. */
    public static Optional<String> withoutStereo(String smiles) {
        return written(smiles, WITHOUT_STEREO);
    }

    private static Optional<String> written(String smiles, int flavor) {
        IAtomContainer molecule;
        try {
            molecule = new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
        } catch (CDKException e) {
            return Optional.empty();
        }
        try {
            Aromaticity.clear(molecule);
            Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
            // Its canonical order of isomers needs a native InChI library; the order of the bare graph does not.
            int[] order = new int[molecule.getAtomCount()];
            new SmilesGenerator(ORDER).create(molecule, order);
            IAtom[] atoms = new IAtom[order.length];
            for (int i = 0; i < order.length; i++) {
                atoms[order[i]] = molecule.getAtom(i);
            }
            molecule.setAtoms(atoms);
            return Optional.of(new SmilesGenerator(flavor).create(molecule));
        } catch (CDKException e) {
            throw new IllegalStateException("CDK read '" + smiles + "' and can't write it", e);
        }
    }
}
