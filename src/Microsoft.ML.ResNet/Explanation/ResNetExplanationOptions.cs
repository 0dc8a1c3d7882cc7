namespace Microsoft.ML.ResNet;

/// <summary>What is explained, and how.</summary>
public sealed class ResNetExplanationOptions
{
    /// <summary>How what speaks for the class is found; <see cref="ResNetExplanationMethod.GradCam"/> unless set.</summary>
    public ResNetExplanationMethod Method { get; set; }

    /// <summary>
    /// The class or label that is explained, one of <see cref="ResNetClassifierTransformer.ClassNames"/>; null (the
    /// default) for the most probable one.
    /// </summary>
    public string? ClassName { get; set; }

    /// <summary>
    /// Of <see cref="ResNetExplanationMethod.GradCam"/>: the stage whose channels are weighted, 1 to the number of stages of
    /// the architecture; null (the default) for the last. Earlier stages show more detail and mean less.
    /// </summary>
    public int? Stage { get; set; }

    /// <summary>
    /// Of <see cref="ResNetExplanationMethod.Occlusion"/>: the side of the square patch in pixels of the network's input,
    /// 1 to its smaller side; null (the default) for a quarter of that.
    /// </summary>
    public int? OcclusionSize { get; set; }

    /// <summary>
    /// Of <see cref="ResNetExplanationMethod.Occlusion"/>: pixels from one place of the patch to the next, 1 to
    /// <see cref="OcclusionSize"/>, so that no pixel is left out; null (the default) for half of that size.
    /// </summary>
    public int? OcclusionStride { get; set; }
}
