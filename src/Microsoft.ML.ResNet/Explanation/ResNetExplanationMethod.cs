namespace Microsoft.ML.ResNet;

/// <summary>The method that computes a heat map.</summary>
public enum ResNetExplanationMethod
{
    /// <summary>
    /// Gradient-weighted class activation mapping (Selvaraju et al. 2017, <i>Grad-CAM</i>, equations 1 and 2): the sum
    /// of a stage's channels, each weighted by the mean gradient of the class's logit with respect to it, with negative
    /// values set to 0. Needs one forward pass and, for stages before the last, part of a backward pass.
    /// </summary>
    GradCam,

    /// <summary>
    /// The drop in the class's probability when a patch is covered with the mean color of the training set (Zeiler and
    /// Fergus 2014, <i>Visualizing and Understanding Convolutional Networks</i>, section 4.2), averaged over the patches
    /// that cover a pixel. Uses only the network's scores, but needs a forward pass for every patch position.
    /// </summary>
    Occlusion,
}
