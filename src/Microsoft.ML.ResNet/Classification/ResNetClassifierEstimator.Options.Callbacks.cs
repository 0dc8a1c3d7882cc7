using System.Text.Json.Serialization;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // How training is followed and cancelled; not written to JSON.
    public sealed partial class Options
    {
        /// <summary>Called after every epoch, on the training thread. Default: null.</summary>
        [JsonIgnore]
        public Action<ResNetEpochMetrics>? MetricsCallback { get; set; }

        /// <summary>Called a few times a second within an epoch, on the training thread. Default: null.</summary>
        [JsonIgnore]
        public Action<ResNetProgress>? ProgressCallback { get; set; }

        /// <summary>
        /// Called before the first iteration if training resumes from <see cref="CheckpointPath"/>, on the training thread.
        /// Default: null.
        /// </summary>
        [JsonIgnore]
        public Action<ResNetResumption>? ResumedCallback { get; set; }

        /// <summary>
        /// Called after a set was read, with the number, size and memory of its decoded images. Default: null.
        /// </summary>
        [JsonIgnore]
        internal Action<string>? ImagesReadCallback { get; set; }

        /// <summary>
        /// Ends reading and training with an <see cref="OperationCanceledException"/>, unless
        /// <see cref="ReturnModelWhenCancelled"/> is set. Default: none.
        /// </summary>
        [JsonIgnore]
        public CancellationToken CancellationToken { get; set; }

        /// <summary>
        /// Whether a cancelled training returns a model: that of the best epoch with
        /// <see cref="ResNetTrainingOptions.EarlyStopping"/>, otherwise the current one. Before the first step it throws
        /// nevertheless. In both cases <see cref="CheckpointPath"/> is written, and another <c>Fit</c> resumes. Default: false.
        /// </summary>
        public bool ReturnModelWhenCancelled { get; set; }
    }
}
