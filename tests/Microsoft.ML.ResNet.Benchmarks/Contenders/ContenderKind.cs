namespace Microsoft.ML.ResNet.Benchmarks.Contenders;

/// <summary>Who computes what.</summary>
internal enum ContenderKind
{
    OurTraining,
    OurInference,
    OurPipeline,

    /// <summary>The pipeline with the features before the head instead of scores.</summary>
    OurFeatures,

    /// <summary>The pipeline with the maps of all stages.</summary>
    OurMaps,

    /// <summary>TorchSharp as it comes: tensors in NCHW order.</summary>
    TorchTrainingDefault,

    /// <summary>TorchSharp with tensors in NHWC order ("channels_last").</summary>
    TorchTraining,

    /// <summary>With weights, statistics and update in bf16 too: not the computation of the others.</summary>
    TorchTrainingAllBFloat16,

    /// <summary>In NHWC order with folded batch normalisation.</summary>
    TorchInference,

    OnnxInference,
    MlNetPipeline,
}
