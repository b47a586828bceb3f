// JournaledService
