/** Labelled images: the digits of MNIST and folders of images, and the accuracy of a classifier. */
@Method(
        name = "mnist",
        title = "The MNIST database of handwritten digits, and labelled images in folders",
        source = "LeCun, Cortes, Burges 1998",
        family = "vision",
        summary = "Labelled images from MNIST's files or from a folder, and a classifier's accuracy on them")
package io.reprise.vision.mnist;

import io.reprise.api.Method;
