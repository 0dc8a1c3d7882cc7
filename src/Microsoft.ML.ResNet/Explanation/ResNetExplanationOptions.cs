namespace Microsoft.ML.ResNet;

/// <summary>Options for explaining a prediction.</summary>
public sealed class ResNetExplanationOptions
{
    /// <summary>The method. Default: <see cref="ResNetExplanationMethod.GradCam"/>.</summary>
    public ResNetExplanationMethod Method { get; set; }

    /// <summary>
    /// The class or label to explain, one of <see cref="ResNetClassifierTransformer.ClassNames"/>. Default: null, for
    /// the most probable one.
    /// </summary>
    public string? ClassName { get; set; }

    /// <summary>
    /// For <see cref="ResNetExplanationMethod.GradCam"/>: the stage whose channels are weighted, 1 to the number of stages of
    /// the architecture. Default: null, for the last stage. Earlier stages show more detail but are less specific to the
    /// class.
    /// </summary>
    public int? Stage { get; set; }

    /// <summary>
    /// For <see cref="ResNetExplanationMethod.Occlusion"/>: the side of the square patch in pixels of the network's input, 1
    /// to the input's smaller side. Default: null, for a quarter of that side.
    /// </summary>
    public int? OcclusionSize { get; set; }

    /// <summary>
    /// For <see cref="ResNetExplanationMethod.Occlusion"/>: the distance between patch positions in pixels, 1 to
    /// <see cref="OcclusionSize"/>, so that every pixel is covered. Default: null, for half of that size.
    /// </summary>
    public int? OcclusionStride { get; set; }
}
