using NearestImages;
using Samples;

return await CommandRunner.RunAsync(CommandLine.Create(), args);
