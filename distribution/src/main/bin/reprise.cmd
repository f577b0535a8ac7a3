@echo off
rem Starts Reprise. REPRISE_HOME: its home folder. JAVA_HOME: the Java to use. REPRISE_JAVA_OPTS: more options for it.
setlocal EnableExtensions DisableDelayedExpansion

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"

set "VERSION="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2^>^&1" ^| findstr /i "version"') do if not defined VERSION set "VERSION=%%~v"
if not defined VERSION (
    echo reprise: There is no Java. Install version 17 or newer, or set JAVA_HOME to the folder it is in. 1>&2
    exit /b 2
)
for /f "tokens=1 delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
    echo reprise: This is Java %VERSION%. Reprise needs version 17 or newer: set JAVA_HOME to one. 1>&2
    exit /b 2
)

rem Set for another program, they make matrix products slow or wrong.
if not defined REPRISE_KEEP_BLAS_ENV (
    set "OPENBLAS_CORETYPE="
    set "OPENBLAS_L2_SIZE="
)
rem The tensor service spreads work over cores itself.
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"

rem Javas that would warn about what JavaCPP does want to be told that it is meant.
set "QUIET="
if %MAJOR% GEQ 24 set "QUIET=--sun-misc-unsafe-memory-access=allow"

"%JAVA%" %QUIET% -XX:+UseParallelGC "-XX:CompileCommandFile=%~dp0..\lib\kernels.compile" %REPRISE_JAVA_OPTS% -jar "%~dp0..\lib\reprise-launcher.jar" %*
exit /b %ERRORLEVEL%
