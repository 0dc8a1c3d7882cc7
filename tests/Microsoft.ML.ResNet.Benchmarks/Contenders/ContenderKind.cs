namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Implementations and tasks.</summary>
internal enum ContenderKind
{
    OurTraining,
    OurInference,
    OurPipeline,

    /// <summary>The pipeline with pooled features instead of scores.</summary>
    OurFeatures,

    /// <summary>The pipeline with the feature maps of all stages.</summary>
    OurMaps,

    /// <summary>TorchSharp's default: tensors in NCHW order.</summary>
    TorchTrainingDefault,

    /// <summary>TorchSharp with tensors in NHWC order ("channels_last").</summary>
    TorchTraining,

    /// <summary>Weights, statistics and update in bf16 too; not equivalent to the others.</summary>
    TorchTrainingAllBFloat16,

    /// <summary>TorchSharp with tensors in NHWC order and folded batch normalization.</summary>
    TorchInference,

    OnnxInference,
    MlNetPipeline,
}
