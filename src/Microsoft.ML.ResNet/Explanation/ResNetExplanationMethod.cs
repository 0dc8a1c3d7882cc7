namespace Microsoft.ML.ResNet;

/// <summary>How an explanation finds what in an image speaks for a class.</summary>
public enum ResNetExplanationMethod
{
    /// <summary>
    /// Gradient-weighted class activation mapping (Selvaraju et al. 2017, <i>Grad-CAM</i>, equations 1 and 2): the
    /// channels of a stage, each weighted by the mean gradient of the class's logit with respect to it, summed, and
    /// negative values cut off. One forward pass and, before the last stage, a part of a backward pass.
    /// </summary>
    GradCam,

    /// <summary>
    /// By how much the class's probability falls when a patch is covered with the mean colour of the training set
    /// (Zeiler and Fergus 2014, <i>Visualizing and Understanding Convolutional Networks</i>, section 4.2), averaged over
    /// the patches that cover a pixel. Knows nothing of the network but its scores, and takes a forward pass for every
    /// place of the patch.
    /// </summary>
    Occlusion,
}
