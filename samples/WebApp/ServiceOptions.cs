using System.ComponentModel.DataAnnotations;

namespace WebApp;

/// <summary>
/// What can be set on the command line (<c>--Model flowers.zip</c>), in appsettings.json or the environment.
/// </summary>
internal sealed class ServiceOptions
{
    /// <summary>
    /// File of a saved pipeline or classifier that was trained on image files' content. Without one, a small network
    /// is trained on drawn shapes when the app is first started.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>
    /// Seconds from one look at the file of <see cref="Model"/> to the next: another one that can be served takes the
    /// place of the one that is, without a restart. 0 for no such look.
    /// </summary>
    [Range(0, 86_400)]
    public double ReloadSeconds { get; set; } = 2;

    /// <summary>Where the network for drawn shapes is kept.</summary>
    [Required]
    public string DrawnModel { get; set; } = Path.Combine(AppContext.BaseDirectory, "drawn-shapes.zip");

    /// <summary>Prediction engines that work at the same time; 0 for one per processor.</summary>
    [Range(0, 1024)]
    public int Engines { get; set; }

    /// <summary>Pictures that wait for an engine; one more is answered with 503.</summary>
    [Range(1, 100_000)]
    public int QueueLength { get; set; } = 64;

    /// <summary>
    /// Uploads in memory at the same time, those that wait for an engine included: with <see cref="MaximumUploadMB"/>
    /// this bounds the memory that they take.
    /// </summary>
    [Range(1, 100_000)]
    public int MaximumUploads { get; set; } = 128;

    /// <summary>The largest picture file, in MB of 2^20 bytes.</summary>
    [Range(0.001, 1024)]
    public double MaximumUploadMB { get; set; } = 10;

    /// <summary>The most pixels that a picture may claim, in millions; told before anything is decoded.</summary>
    [Range(0.001, 134)]
    public double MaximumMegapixels { get; set; } = 50;

    /// <summary>
    /// The same of a picture that cannot be decoded at a smaller size, which only JPEG and WebP can: four bytes of
    /// memory each, for every engine. A file of 200 KB may be a PNG image of 64 million.
    /// </summary>
    [Range(0.001, 67)]
    public double MaximumDecodedMegapixels { get; set; } = 16;

    /// <summary>Seconds from a request's first byte to its answer.</summary>
    [Range(0.01, 3600)]
    public double TimeoutSeconds { get; set; } = 30;

    /// <summary>The most probable classes that an answer lists.</summary>
    [Range(1, 1000)]
    public int Top { get; set; } = 10;

    public long MaximumUploadBytes => (long)(MaximumUploadMB * (1 << 20));

    public long MaximumPixels => (long)(MaximumMegapixels * 1e6);

    public long MaximumDecodedPixels => (long)(MaximumDecodedMegapixels * 1e6);
}
